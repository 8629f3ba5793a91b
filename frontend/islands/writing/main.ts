/** A plain editor over `textarea[data-rich-text]`, whose value stays the truth; without script the textarea is there. */

import "./writing.css";
import { cleaned } from "./cleaned.ts";
import { messages } from "./messages.ts";

interface Tool {
  label: string;
  sign: string;
  command: string;
  value?: string;
}

const TOOLS: Tool[] = [
  { label: messages.bold, sign: "B", command: "bold" },
  { label: messages.heading, sign: "H", command: "formatBlock", value: "h2" },
  { label: messages.paragraph, sign: "¶", command: "formatBlock", value: "p" },
  { label: messages.bullets, sign: "•", command: "insertUnorderedList" },
  { label: messages.numbers, sign: "①", command: "insertOrderedList" },
  { label: messages.quote, sign: "“", command: "formatBlock", value: "blockquote" },
  { label: messages.link, sign: "↗", command: "createLink" },
  { label: messages.plain, sign: "×", command: "removeFormat" },
];

function attach(area: HTMLTextAreaElement): void {
  const sheet = document.createElement("div");
  sheet.className = "form-control writing-sheet article-body";
  sheet.contentEditable = "true";
  sheet.setAttribute("role", "textbox");
  sheet.setAttribute("aria-multiline", "true");
  sheet.setAttribute("aria-label", messages.body);
  sheet.append(area.value.includes("<") ? cleaned(area.value) : paragraphs(area.value));
  const keep = () => {
    area.value = sheet.textContent?.trim() ? sheet.innerHTML : "";
  };
  sheet.addEventListener("input", keep);
  sheet.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (!html) return;
    event.preventDefault();
    insert(cleaned(html));
    keep();
  });
  document.execCommand("defaultParagraphSeparator", false, "p");
  area.before(bar(sheet, keep), sheet);
  // Hidden, a required field could not be pointed at by the browser; the server asks for it.
  area.required = false;
  area.hidden = true;
  document.querySelector(`label[for="${area.id}"]`)?.addEventListener("click", () => sheet.focus());
}

function bar(sheet: HTMLElement, keep: () => void): HTMLElement {
  const tools = document.createElement("div");
  tools.className = "writing-tools";
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", messages.tools);
  for (const tool of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = tool.sign;
    button.title = tool.label;
    button.setAttribute("aria-label", tool.label);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      sheet.focus();
      const value = tool.command === "createLink" ? (window.prompt(messages.ask, "https://") ?? "") : tool.value;
      if (value !== "") document.execCommand(tool.command, false, value);
      keep();
    });
    tools.append(button);
  }
  return tools;
}

function paragraphs(text: string): DocumentFragment {
  const result = document.createDocumentFragment();
  for (const line of text.split("\n").filter((each) => each.trim())) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line.trim();
    result.append(paragraph);
  }
  return result;
}

function insert(content: DocumentFragment): void {
  const range = document.getSelection()?.getRangeAt(0);
  if (!range) return;
  range.deleteContents();
  const last = content.lastChild;
  range.insertNode(content);
  if (last) range.setStartAfter(last);
  range.collapse(true);
}

for (const area of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-rich-text]")) attach(area);
