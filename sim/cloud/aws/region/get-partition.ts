import type { LookupFunction } from "../../contract";

/** `aws:index/getPartition:getPartition`. Only the commercial partition is simulated. */
export const getPartition: LookupFunction = {
    token: "aws:index/getPartition:getPartition",
    invoke: ({ account }) => ({
        id: account.partition,
        partition: account.partition,
        dnsSuffix: "amazonaws.com",
        reverseDnsPrefix: "com.amazonaws",
    }),
};
