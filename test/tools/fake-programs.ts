import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes a shell script that can be run. */
export function writeProgram(path: string, ...lines: readonly string[]): string {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(path, 0o755);
    return path;
}

/** A program that tells a version and notes in `<path>.calls` that it was asked. */
export function writeVersioned(path: string, says: string): string {
    return writeProgram(path, `echo "$@" >> "${path}.calls"`, `echo "${says}"`);
}

/** A Go that "builds" by writing a script to the path behind `-o`, and notes each call in `<folder>/go.calls`. */
export function writeFakeGo(folder: string, version: string, ...beforeBuilding: readonly string[]): string {
    const path = join(folder, "go");
    return writeProgram(
        path,
        `echo "$GOTOOLCHAIN $CGO_ENABLED $GOOS/$GOARCH flags=$GOFLAGS $*" >> "${path}.calls"`,
        `if [ "$1" = env ]; then echo ${version}; exit 0; fi`,
        ...beforeBuilding,
        `while [ "$1" != -o ]; do shift; done`,
        `printf '#!/bin/sh\\necho built\\n' > "$2"`,
        `/bin/chmod 755 "$2"`,
    );
}
