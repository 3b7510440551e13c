/** An image reference taken apart: `nvcr.io/nvidia/k8s-device-plugin:v0.17.1@sha256:…`. */
export interface ImageReference {
    /** Registry and repository, without tag and digest. */
    readonly repository: string;
    readonly tag?: string;
    readonly digest?: string;
}

/** Grammar: github.com/distribution/reference. A colon before the last slash belongs to the registry's port. */
export function parseImage(image: string): ImageReference {
    const [name = "", digest] = image.split("@", 2);
    const colon = name.lastIndexOf(":");
    return colon > name.lastIndexOf("/")
        ? { repository: name.slice(0, colon), tag: name.slice(colon + 1), digest }
        : { repository: name, digest };
}
