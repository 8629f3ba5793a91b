export function start(_place: HTMLElement): void {}
