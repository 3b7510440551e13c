/** Does not prove that EKS would take such a token: it means something to its own local cloud only. */
import assert from "node:assert/strict";
import { issueToken, readToken } from "../../../sim/control/eks-token";

const claims = { cluster: "shared", principalArn: "arn:aws:iam::111122223333:user/local-cloud" };
const now = new Date("2026-11-22T10:00:00Z");
const minutesLater = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

describe("token of the simulated aws eks get-token", () => {
    const { token, expiresAt } = issueToken(claims, "secret", now);

    it("has the form of EKS and holds for fourteen minutes", () => {
        assert.match(token, /^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
        assert.deepEqual(expiresAt, minutesLater(14));
    });

    it("says whom it names and for which cluster", () => {
        assert.deepEqual(readToken(token, "secret", minutesLater(13)), claims);
    });

    it("holds no longer than it says, and only with its own secret", () => {
        assert.equal(readToken(token, "secret", minutesLater(14)), undefined);
        assert.equal(readToken(token, "another", now), undefined);
    });

    it("is refused when a single character of it is changed", () => {
        const changed = Array.from(token, (_, at) => at).filter(at => {
            const other = token[at] === "A" ? "B" : "A";
            return readToken(token.slice(0, at) + other + token.slice(at + 1), "secret", now) !== undefined;
        });
        // The last character of base64 may hold bits that mean nothing.
        assert.ok(changed.every(at => at === token.length - 1));
    });

    it("is refused when it is no token at all", () => {
        for (const text of ["", "k8s-aws-v1.", "k8s-aws-v1.e30", "Bearer", token.slice(prefixLength)]) {
            assert.equal(readToken(text, "secret", now), undefined);
        }
    });
});

const prefixLength = "k8s-aws-v1.".length;
