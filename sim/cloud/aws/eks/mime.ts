/** User data in the MIME multipart format, as cloud-init reads it (cloud-init documentation, "User data formats"). */

export interface MimePart {
    /** `text/x-shellscript`, in lower case. */
    readonly type: string;
    readonly body: string;
}

/** The parts of a multipart message; undefined for anything else. */
export function mimeParts(source: string): readonly MimePart[] | undefined {
    const boundary = /content-type:\s*multipart\/mixed;\s*boundary="?(?<boundary>[^"\s;]+)"?/i.exec(source)?.groups
        ?.boundary;
    return boundary === undefined ? undefined : source.split(`--${boundary}`).slice(1, -1).map(readPart);
}

/** Headers end at the first empty line. */
function readPart(source: string): MimePart {
    const [, headers = "", body = ""] = /^\s*((?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+)\s*\n([^]*)$/.exec(source) ?? [];
    const header = (name: string): string =>
        (new RegExp(`^${name}:\\s*([^;\\s]+)`, "im").exec(headers)?.[1] ?? "").toLowerCase();
    const encoded = header("content-transfer-encoding") === "base64";
    return { type: header("content-type"), body: encoded ? Buffer.from(body, "base64").toString("utf8") : body };
}
