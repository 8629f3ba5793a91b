import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

interface Sources {
  /** The folder of Tabler's outline icons. */
  outline: string;
  /** The folder whose templates name icons with `{% icon "name" %}`. */
  scan: string;
  /** Names used from code, one a line. */
  extra: string;
}

const IN_TEMPLATES = /\{%\s*icon\s+[^%]*?"([a-z0-9-]+)"/g;
const AS_ARGUMENT = /\bicon(?:_name)?="([a-z0-9-]+)"/g;

function used(sources: Sources): string[] {
  const names = new Set<string>();
  for (const file of readdirSync(sources.scan, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".html")) continue;
    const text = readFileSync(join(sources.scan, file), "utf8");
    for (const pattern of [IN_TEMPLATES, AS_ARGUMENT]) {
      for (const match of text.matchAll(pattern)) names.add(match[1] as string);
    }
  }
  for (const line of readFileSync(sources.extra, "utf8").split("\n")) {
    if (line.trim() && !line.startsWith("#")) names.add(line.trim());
  }
  return [...names].sort();
}

function symbol(folder: string, name: string): string {
  const path = join(folder, `${name}.svg`);
  if (!existsSync(path)) throw new Error(`No icon is named "${name}"; the names are in ${folder}`);
  const drawing = readFileSync(path, "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const inside = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "").trim()}</symbol>`;
}

/** One file with the icons that templates use, and no other; `icons.json` says what it is called. */
export function sprite(sources: Sources): Plugin {
  return {
    name: "sprite",
    apply: "build",
    generateBundle() {
      const symbols = used(sources).map((name) => symbol(sources.outline, name));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
      const print = createHash("sha256").update(source).digest("hex").slice(0, 8);
      const fileName = `assets/icons-${print}.svg`;
      this.emitFile({ type: "asset", fileName, source });
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify({ sprite: fileName }) });
    },
  };
}
