export interface Result {
    readonly status: number;
    readonly output: string;
    /** What it writes to the standard error. */
    readonly errors?: string;
}

/** A program in the words of a command line: `words[0]` is its name. */
export type Program = (words: readonly string[], input: string) => Result;

/** What a shell sees of its machine. */
export interface ShellMachine {
    /** The program of a name; undefined for one that nothing is known of: it does nothing and succeeds. */
    program(name: string): Program | undefined;
    read(path: string): string | undefined;
    write(path: string, content: string): void;
    /** Whether anything is at a path. */
    exists(path: string): boolean;
    /** Whether a file may be run by its name. */
    mayRun(path: string): boolean;
    /** Names below a directory, for patterns. */
    paths(): readonly string[];
}
