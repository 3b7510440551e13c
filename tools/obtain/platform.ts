import { platforms, type Platform, type ToolSpec } from "./tool-spec";

/** The platform of this machine, or undefined where the tools do not run. */
export function platformOf(os: string, arch: string): Platform | undefined {
    return platforms.find(platform => platform === `${os}-${arch}`);
}

/** Operating system and processor in the words of Go and of most release file names. */
export function goPlatform(platform: Platform): { readonly os: string; readonly goarch: string } {
    const [os = "", arch = ""] = platform.split("-");
    return { os, goarch: arch === "x64" ? "amd64" : arch };
}

/** Fills the braces of a text in versions.json. An unknown name is a mistake in that file. */
export function fill(text: string, tool: Pick<ToolSpec, "name">, version: string, platform: Platform): string {
    const [major = "", minor = ""] = version.split(".");
    const { os, goarch } = goPlatform(platform);
    const values: Readonly<Record<string, string>> = {
        tool: tool.name,
        version,
        major,
        minor,
        os,
        goarch,
        arch: platform.slice(os.length + 1),
    };
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name];
        if (value === undefined) {
            throw new Error(`versions.json: {${name}} in "${text}" means nothing`);
        }
        return value;
    });
}
