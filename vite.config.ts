import { readdirSync, existsSync } from "node:fs";
import { defineConfig } from "vite";
import { compressed } from "./frontend/build/compressed.ts";
import { stripped } from "./frontend/build/stripped.ts";
import { pdfjs } from "./frontend/build/pdfjs.ts";
import { sprite } from "./frontend/build/sprite.ts";

const islands = readdirSync("frontend/islands")
  .map((name) => `frontend/islands/${name}/main.ts`)
  .filter((path) => existsSync(path));

export default defineConfig({
  base: "/static/dist/",
  logLevel: "warn",
  publicDir: false,
  css: {
    postcss: { plugins: [stripped(["src/yuanjiao/web", "frontend/islands"])] },
    preprocessorOptions: { scss: { loadPaths: ["node_modules"], quietDeps: true } },
  },
  build: {
    outDir: "src/yuanjiao/web/shell/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome87", "firefox78", "safari14"],
    cssMinify: "lightningcss",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // hls.js and PDF.js come in one piece each, fetched by the player and the reader only when they need them.
    chunkSizeWarningLimit: 1400,
    rolldownOptions: {
      input: ["frontend/css/main.scss", ...islands],
      checks: { bundlerTimings: false },
      onwarn: (warning, forward) => {
        // htmx can evaluate expressions; no page of ours asks it to, and the content policy forbids it.
        if (warning.code !== "EVAL" || !warning.message.includes("htmx")) forward(warning);
      },
    },
  },
  plugins: [sprite({ outline: "node_modules/@tabler/icons/icons/outline", scan: "src/yuanjiao", extra: "frontend/icons.txt" }), pdfjs("node_modules/pdfjs-dist"), compressed()],
});
