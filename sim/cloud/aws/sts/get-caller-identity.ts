import { createHash } from "node:crypto";

import type { LookupFunction } from "../../contract";

/** `aws:index/getCallerIdentity:getCallerIdentity`: who the local cloud takes its caller for. */
export const getCallerIdentity: LookupFunction = {
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    invoke: ({ account }) => ({
        id: account.accountId,
        accountId: account.accountId,
        arn: account.callerArn,
        userId: `AIDA${createHash("sha256").update(account.callerArn).digest("hex").slice(0, 17).toUpperCase()}`,
    }),
};
