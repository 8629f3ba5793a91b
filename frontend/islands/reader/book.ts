/** An EPUB: one chapter at a time in a sandboxed frame; this page reads and sets its scroll, nothing in it runs. */

import { type Config, part } from "./config.ts";
import type { Grant } from "./grant.ts";
import { filled, messages } from "./messages.ts";
import type { Place } from "./place.ts";

interface Book {
  title: string;
  chapters: { file: string; title: string }[];
}

/** Opens a book at the reader's place. */
export async function openBook(config: Config, grant: Grant, place: Place): Promise<void> {
  const book = (await (await grant.file("book.json")).json()) as Book;
  const shown = new Shown(book, grant, place);
  await shown.open(Math.min(config.place, book.chapters.length - 1), { fraction: config.fraction / 1000 });
}

interface Target {
  fraction?: number;
  anchor?: string;
}

class Shown {
  private readonly frame = part<HTMLIFrameElement>("frame");
  private readonly choice = part<HTMLSelectElement>("choice");
  private here = 0;

  constructor(
    private readonly book: Book,
    private readonly grant: Grant,
    private readonly place: Place,
  ) {
    this.frame.hidden = false;
    this.choice.replaceChildren(
      ...book.chapters.map((chapter, number) => new Option(`${number + 1}. ${chapter.title}`, String(number))),
    );
    this.choice.hidden = false;
    part("total").textContent = filled(messages.ofChapters, { total: book.chapters.length });
    this.choice.addEventListener("change", () => void this.open(Number(this.choice.value)));
    part("back").addEventListener("click", () => void this.open(this.here - 1));
    part("on").addEventListener("click", () => void this.open(this.here + 1));
  }

  async open(number: number, target: Target = {}): Promise<void> {
    const chapter = this.book.chapters[number];
    if (!chapter) return;
    this.here = number;
    this.choice.value = String(number);
    part<HTMLButtonElement>("back").disabled = number === 0;
    part<HTMLButtonElement>("on").disabled = number === this.book.chapters.length - 1;
    const base = await this.grant.base();
    await new Promise<void>((resolve) => {
      this.frame.addEventListener("load", () => resolve(), { once: true });
      this.frame.src = base + chapter.file;
      this.frame.title = chapter.title;
    });
    this.dress(target);
  }

  private dress(target: Target): void {
    const inside = this.frame.contentDocument;
    const view = this.frame.contentWindow;
    if (!inside || !view) return;
    const page = document.documentElement.dataset;
    const dark = page.bsTheme === "dark" || (page.bsTheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    inside.documentElement.classList.toggle("dark", dark);
    inside.documentElement.classList.toggle("large", page.text === "large");
    const height = (): number => Math.max(1, inside.documentElement.scrollHeight - view.innerHeight);
    if (target.anchor) inside.getElementById(target.anchor)?.scrollIntoView();
    else if (target.fraction) view.scrollTo(0, target.fraction * height());
    inside.addEventListener("scroll", () => this.place.note(this.here, view.scrollY / height()));
    inside.addEventListener("click", (event) => this.follow(event));
    this.place.note(this.here, view.scrollY / height());
  }

  private follow(event: MouseEvent): void {
    const link = (event.target as Element | null)?.closest("a[href]");
    const address = link?.getAttribute("href") ?? "";
    if (!address || address.startsWith("#")) return;
    event.preventDefault();
    const [file, anchor] = address.split("#");
    const number = this.book.chapters.findIndex((chapter) => chapter.file === file);
    if (number >= 0) void this.open(number, anchor ? { anchor } : {});
  }
}
