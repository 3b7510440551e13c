// Where tools are kept and on which machines. It does not prove that they run on macOS or on arm64.
import assert from "node:assert/strict";
import { cacheFolder } from "../../tools/obtain/cache-folder";
import { fill, platformOf } from "../../tools/obtain/platform";

describe("the folder of the tools", () => {
    const home = { HOME: "/home/ann" };

    it("is in the cache of the user", () => {
        assert.equal(cacheFolder(home, "linux"), "/home/ann/.cache/pulumi-accelerators");
        assert.equal(cacheFolder(home, "darwin"), "/home/ann/Library/Caches/pulumi-accelerators");
    });

    it("follows XDG_CACHE_HOME, also on macOS", () => {
        const environment = { ...home, XDG_CACHE_HOME: "/fast" };
        assert.equal(cacheFolder(environment, "linux"), "/fast/pulumi-accelerators");
        assert.equal(cacheFolder(environment, "darwin"), "/fast/pulumi-accelerators");
    });

    it("is the one that PULUMI_ACCELERATORS_CACHE names, before all others", () => {
        const environment = { ...home, XDG_CACHE_HOME: "/fast", PULUMI_ACCELERATORS_CACHE: "/mine" };
        assert.equal(cacheFolder(environment, "linux"), "/mine");
    });

    it("is not moved by an empty variable", () => {
        const environment = { ...home, XDG_CACHE_HOME: "", PULUMI_ACCELERATORS_CACHE: "" };
        assert.equal(cacheFolder(environment, "linux"), "/home/ann/.cache/pulumi-accelerators");
    });
});

describe("a machine", () => {
    it("has one of four platforms", () => {
        assert.equal(platformOf("linux", "x64"), "linux-x64");
        assert.equal(platformOf("darwin", "arm64"), "darwin-arm64");
        assert.equal(platformOf("win32", "x64"), undefined);
        assert.equal(platformOf("linux", "ppc64"), undefined);
    });

    it("is named in the words of each project", () => {
        const tool = { name: "tool" };
        assert.equal(fill("{os}-{goarch} {os}-{arch}", tool, "1.2.3", "linux-x64"), "linux-amd64 linux-x64");
        assert.equal(fill("{tool} v{version} {major}+{minor}", tool, "1.2.3", "darwin-arm64"), "tool v1.2.3 1+2");
    });

    it("is not named by a word that means nothing", () => {
        assert.throws(() => fill("{sytem}", { name: "tool" }, "1.2.3", "linux-x64"), /\{sytem\}/);
    });
});
