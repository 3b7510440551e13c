/** What a program of ours inherits: where things are, and none of the credentials and options of whoever started it. */
export function plainEnvironment(): NodeJS.ProcessEnv {
    const names = ["HOME", "PATH", "TMPDIR", "LANG", "USER"];
    return Object.fromEntries(
        names.map(name => [name, process.env[name]]).filter(([, value]) => value !== undefined),
    ) as NodeJS.ProcessEnv;
}
