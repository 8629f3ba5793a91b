/**
 * Says on the page that a security key was not accepted: the browser tells it to scripts only.
 * The sentence stands on the page, hidden, under `data-key-refused`; a new try begins without it. The button that asks
 * for the key, `data-key-asked`, comes disabled.
 */
export function attachSecurityKey(): void {
  const sentence = document.querySelector<HTMLElement>("[data-key-refused]");
  if (!sentence) return;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    sentence.hidden = false;
  });
  const button = document.querySelector<HTMLButtonElement>("[data-key-asked]");
  button?.addEventListener("click", () => {
    sentence.hidden = true;
  });
  // A press before every script listens would be lost without a word.
  if (document.readyState === "complete") enable(button);
  else window.addEventListener("load", () => enable(button));
}

function enable(button: HTMLButtonElement | null): void {
  if (button) button.disabled = false;
}
