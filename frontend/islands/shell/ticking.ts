/**
 * A list whose rows can be ticked is a form with `data-ticking`: it works without this; with it the bar below says how
 * many are ticked, and the whole page is ticked at once. Listens on the document, for htmx replaces lists.
 */
export function attachTicking(): void {
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    const form = box.closest<HTMLFormElement>("form[data-ticking]");
    if (!form) return;
    if (box.closest("[data-tick-page]")) for (const row of rowsOf(form)) row.checked = box.checked;
    tell(form);
  });
  const offer = (): void => {
    for (const label of document.querySelectorAll<HTMLElement>("[data-tick-page]")) label.hidden = false;
    // A page that the browser brought back still has its ticks.
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-ticking]")) tell(form);
  };
  document.addEventListener("htmx:afterSettle", offer);
  window.addEventListener("pageshow", offer);
}

function rowsOf(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")];
}

function tell(form: HTMLFormElement): void {
  const words = form.querySelector<HTMLElement>("[data-ticked]");
  if (!words) return;
  words.dataset.untouched ??= words.textContent;
  const ticked = rowsOf(form).filter((row) => row.checked).length;
  words.textContent = ticked ? (words.dataset.ticked ?? "").replace("{n}", String(ticked)) : words.dataset.untouched;
  const page = form.querySelector<HTMLInputElement>("[data-tick-page] input");
  if (page) page.checked = ticked > 0 && ticked === rowsOf(form).length;
}
