/**
 * Says on the page that a security key was not accepted: the browser tells it to scripts only.
 * The sentence stands on the page, hidden, under `data-key-refused`; a new try begins without it.
 */
export function attachSecurityKey(): void {
  const sentence = document.querySelector<HTMLElement>("[data-key-refused]");
  if (!sentence) return;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    sentence.hidden = false;
  });
  document.querySelector("[data-key-asked]")?.addEventListener("click", () => {
    sentence.hidden = true;
  });
}
