/** The big screen: the hour at its corner. Live figures and the rest come by the shell's own means. */
import "./screen.css";

const EVERY = 5_000;

/** Writes the hour where `data-screen-clock` asks for it. */
function tick(): void {
  const hour = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  for (const place of document.querySelectorAll<HTMLElement>("[data-screen-clock]")) place.textContent = hour;
}

tick();
window.setInterval(tick, EVERY);
