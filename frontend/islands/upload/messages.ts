/** What the uploader says, in both languages; a key missing from one does not compile. */

const zh = {
  starting: "正在连接……",
  pace: "已传 {sent} / {total}，每秒 {speed}，约还需 {left}",
  paceUnknown: "已传 {sent} / {total}",
  paused: "已暂停，已传 {sent} / {total}。关掉浏览器也不会丢，7 天内可以接着传。",
  offline: "网络断了，已传的不会丢。网络恢复后自动接着传。",
  retrying: "暂时连不上服务器，已传的不会丢。稍后自动再试。",
  done: "上传完成，服务器开始处理。",
  cancelled: "已取消，服务器上没有留下文件。",
  signedOut: "登录已失效。请在新窗口重新登录，再点“继续上传”。",
  wrongEnding: "这里不能上传“{name}”。{hint}。",
  empty: "“{name}”是空文件，请重新选择。",
  unfinished: "上次有文件没有传完：{name}（{total}）。选择同一个文件，会从断开的地方接着传。",
  failed: "上传没有成功：{why}",
  unknown: "服务器没有说明原因，请稍后再试。",
  seconds: "{n} 秒",
  minutes: "{n} 分钟",
  hours: "{h} 小时 {m} 分",
};

export type Messages = typeof zh;

const en: Messages = {
  starting: "Connecting…",
  pace: "{sent} of {total} sent, {speed} a second, about {left} left",
  paceUnknown: "{sent} of {total} sent",
  paused: "Paused at {sent} of {total}. Nothing is lost if you close the browser; you have 7 days to go on.",
  offline: "The line is down. What was sent is kept, and sending goes on when the line is back.",
  retrying: "The server cannot be reached right now. What was sent is kept, and we will try again shortly.",
  done: "Uploaded. The server is now preparing it.",
  cancelled: "Cancelled. Nothing is left on the server.",
  signedOut: "You are signed out. Sign in again in another window, then choose “Go on”.",
  wrongEnding: "“{name}” cannot be uploaded here. {hint}.",
  empty: "“{name}” is an empty file. Please choose another.",
  unfinished: "An earlier upload was not finished: {name} ({total}). Choose the same file to go on where it stopped.",
  failed: "The upload did not succeed: {why}",
  unknown: "The server gave no reason; please try again later.",
  seconds: "{n} s",
  minutes: "{n} min",
  hours: "{h} h {m} min",
};

export const messages: Messages = document.documentElement.lang.startsWith("en") ? en : zh;

/** A message with its gaps filled. */
export function filled(text: string, gaps: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));
}
