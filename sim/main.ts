import { resolve } from "node:path";
import { runLocalCloud } from "./daemon/local-cloud";

/** The local cloud of the directory that is its first argument. Started by `daemon/start.ts`, stopped by a signal or a request. */
const directory = process.argv[2];
if (directory === undefined) {
    console.error("usage: local-cloud <directory>");
    process.exit(2);
}

runLocalCloud(resolve(directory)).then(
    // Whatever still waits, a hanging call for example, must not keep the process.
    () => process.exit(0),
    (error: unknown) => {
        console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
        process.exit(1);
    },
);
