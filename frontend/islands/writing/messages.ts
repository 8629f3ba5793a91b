/** What the writing tools say, in both languages; a key missing from one does not compile. */

const zh = {
  tools: "正文工具",
  body: "正文",
  bold: "加粗",
  heading: "标题",
  paragraph: "段落",
  bullets: "项目列表",
  numbers: "编号列表",
  quote: "引用",
  link: "链接",
  plain: "去掉格式",
  ask: "链接地址（https://…）",
};

export type Messages = typeof zh;

const en: Messages = {
  tools: "Text tools",
  body: "Text",
  bold: "Bold",
  heading: "Heading",
  paragraph: "Paragraph",
  bullets: "Bulleted list",
  numbers: "Numbered list",
  quote: "Quotation",
  link: "Link",
  plain: "Clear formatting",
  ask: "Address of the link (https://…)",
};

export const messages: Messages = document.documentElement.lang.startsWith("en") ? en : zh;
