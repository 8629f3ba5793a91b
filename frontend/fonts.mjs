// Copies the Chinese font from its npm package to where certificates, slides and covers read it.
import { copyFileSync, mkdirSync } from "node:fs";

const source = new URL("../node_modules/@expo-google-fonts/noto-sans-sc/", import.meta.url);
const target = new URL("../src/yuanjiao/kernel/data/fonts/", import.meta.url);

mkdirSync(target, { recursive: true });
for (const weight of ["400Regular", "700Bold"]) {
  copyFileSync(new URL(`${weight}/NotoSansSC_${weight}.ttf`, source), new URL(`NotoSansSC_${weight}.ttf`, target));
}
