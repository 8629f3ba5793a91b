import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const FOLDERS = ["cmaps", "standard_fonts", "wasm"];
const WANTED = /\.(bcmap|pfb|ttf|wasm|js)$/;

/** Puts beside the reader what PDF.js fetches by name: character maps of Chinese fonts, standard fonts, decoders. */
export function pdfjs(root: string): Plugin {
  return {
    name: "pdfjs",
    apply: "build",
    generateBundle() {
      for (const folder of FOLDERS) {
        for (const name of readdirSync(join(root, folder))) {
          if (!WANTED.test(name)) continue;
          this.emitFile({ type: "asset", fileName: `pdfjs/${folder}/${name}`, source: readFileSync(join(root, folder, name)) });
        }
      }
    },
  };
}
