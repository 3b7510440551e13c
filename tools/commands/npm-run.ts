/** How to call a command of this package, for texts that say what to do next. */
export function npmRun(command: string, ...args: readonly string[]): string {
    return ["npm run", command, ...(args.length > 0 ? ["--", ...args] : [])].join(" ");
}
