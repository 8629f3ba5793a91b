import { describe, expect, it } from "vitest";
import { figuresOf } from "../figures.ts";

describe("figures", () => {
  it("reads what the server says", () => {
    expect(figuresOf('{"online": 3, "studying": 1, "today": [1, 2], "version": 7}')).toEqual({
      online: 3,
      studying: 1,
      today: [1, 2],
      version: 7,
    });
  });

  it("leaves out what is switched off", () => {
    expect(figuresOf('{"version": 7}')).toEqual({ version: 7 });
  });

  it("ignores what is no message", () => {
    expect(figuresOf("<html>")).toBeUndefined();
    expect(figuresOf("null")).toBeUndefined();
  });

  it("ignores figures of a wrong kind", () => {
    expect(figuresOf('{"online": "many", "today": [1, "x"], "version": "new"}')).toEqual({ today: [1], version: 0 });
  });
});
