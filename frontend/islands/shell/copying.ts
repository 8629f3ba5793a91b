const TOLD_MS = 2_000;

/**
 * A button with `data-copies` copies what the element of that id holds, and says so in the words of `data-copied`.
 * Hidden until it can do so: without script there is nothing to press.
 */
export function attachCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => void press(button));
  }
}

async function press(button: HTMLButtonElement): Promise<void> {
  const source = document.getElementById(button.dataset.copies ?? "");
  const label = button.querySelector("span");
  if (!source || !label || !(await copy(source))) return;
  const before = label.textContent;
  label.textContent = button.dataset.copied ?? before;
  button.disabled = true;
  window.setTimeout(() => {
    label.textContent = before;
    button.disabled = false;
    button.focus();
  }, TOLD_MS);
}

async function copy(source: HTMLElement): Promise<boolean> {
  const field = source instanceof HTMLInputElement;
  try {
    await navigator.clipboard.writeText(field ? source.value : source.textContent);
    return true;
  } catch {
    // Without TLS, as in some networks of offices, there is no clipboard: what is marked can still be taken along.
    if (field) source.select();
    else window.getSelection()?.selectAllChildren(source);
    return document.execCommand("copy");
  }
}
