/**
 * Says on the page that a security key was not accepted: the browser tells it to scripts only.
 * The sentence stands on the page, hidden, under `data-key-refused`.
 */
export function attachSecurityKey(): void {
  document.addEventListener("allauth.error", (event) => {
    const sentence = document.querySelector<HTMLElement>("[data-key-refused]");
    if (!sentence) return;
    event.preventDefault();
    sentence.hidden = false;
  });
  // A new try begins without the sentence of the last one.
  document.querySelector("[data-key-asked]")?.addEventListener("click", () => {
    const sentence = document.querySelector<HTMLElement>("[data-key-refused]");
    if (sentence) sentence.hidden = true;
  });
}
