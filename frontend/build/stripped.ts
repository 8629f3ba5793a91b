import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AcceptedPlugin, Rule } from "postcss";

const READ = /\.(html|ts|py)$/;
const WORDS = /[A-Za-z][\w-]*/g;
/** `badge-{{ tone }}` in a template, `bar-{}` in Python: everything that begins with `badge-` may be meant. */
const BEGINNINGS = /([A-Za-z][\w-]*-)\{/g;
const CLASSES = /\.(-?[A-Za-z_][\w-]*)/g;
const IN_NOT = /:not\([^()]*\)/g;
/** Classes that scripts from npm put on elements. */
const FOREIGN = /^(htmx-|was-validated)/;

interface Vocabulary {
  words: Set<string>;
  beginnings: string[];
}

function vocabulary(folders: string[]): Vocabulary {
  const words = new Set<string>();
  const beginnings = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!READ.test(file) || file.includes("migrations")) continue;
      const text = readFileSync(join(folder, file), "utf8");
      for (const match of text.matchAll(WORDS)) words.add(match[0]);
      for (const match of text.matchAll(BEGINNINGS)) beginnings.add(match[1] as string);
    }
  }
  return { words, beginnings: [...beginnings] };
}

/** Takes out the rules of Tabler whose classes no template and no script names: half of it would travel for nothing. */
export function stripped(folders: string[]): AcceptedPlugin {
  const { words, beginnings } = vocabulary(folders);
  const named = (name: string): boolean =>
    words.has(name) || FOREIGN.test(name) || beginnings.some((beginning) => name.startsWith(beginning));
  const needed = (selector: string): boolean =>
    [...selector.replace(IN_NOT, "").matchAll(CLASSES)].every((match) => named(match[1] as string));
  return {
    postcssPlugin: "stripped",
    Rule(rule: Rule) {
      if (rule.parent?.type === "atrule" && /keyframes$/.test((rule.parent as { name?: string }).name ?? "")) return;
      const kept = rule.selectors.filter(needed);
      if (kept.length === 0) rule.remove();
      else if (kept.length < rule.selectors.length) rule.selectors = kept;
    },
    OnceExit(root) {
      root.walkAtRules(/^(media|supports)$/, (at) => {
        if (at.nodes?.length === 0) at.remove();
      });
    },
  };
}
