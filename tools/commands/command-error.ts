/** Ends a command with exit code 1 and a text for the person at the terminal, without a stack trace. */
export class CommandError extends Error {
    readonly lines: readonly string[];

    constructor(...lines: readonly string[]) {
        super(lines.join("\n"));
        this.name = "CommandError";
        this.lines = lines;
    }
}
