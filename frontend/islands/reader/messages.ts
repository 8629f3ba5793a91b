/** What the reader says, in both languages; a key missing from one does not compile. */

const zh = {
  opening: "正在打开……",
  page: "第 {n} 页",
  of: "共 {total} 页",
  ofChapters: "共 {total} 章",
  refused: "暂时不能打开这份文档，它可能已下线。请返回上一页看看。",
  trouble: "文档暂时取不到，请检查网络后刷新页面。读到的位置都在。",
};

export type Messages = typeof zh;

const en: Messages = {
  opening: "Opening…",
  page: "Page {n}",
  of: "of {total}",
  ofChapters: "of {total}",
  refused: "This document cannot be opened now; it may be offline. Please look at the page before.",
  trouble: "The document cannot be fetched right now. Check the line and reload; your place is kept.",
};

export const messages: Messages = document.documentElement.lang.startsWith("en") ? en : zh;

/** A message with its gaps filled. */
export function filled(text: string, gaps: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));
}
