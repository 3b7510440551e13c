import type { LookupFunction } from "../../contract";
import { text } from "../../props";
import { iamError } from "./iam-error";
import { roleByName } from "./roles";

/**
 * `aws:iam/getSessionContext:getSessionContext`: the role behind an STS session ARN; any other ARN is its own issuer. Source:
 * terraform-provider-aws `internal/service/iam/session_context_data_source.go`.
 */
export const getSessionContext: LookupFunction = {
    token: "aws:iam/getSessionContext:getSessionContext",
    invoke({ account }, args) {
        const arn = text(args, "arn");
        const session = /^arn:[^:]+:sts::\d+:assumed-role\/(?<role>[^/]+)\/(?<session>.+)$/.exec(arn)?.groups;
        if (!session) return { id: arn, arn, issuerArn: arn, issuerId: "", issuerName: "", sessionName: "" };
        const name = session.role ?? "";
        const role = roleByName(account, name);
        if (!role) throw iamError("GetRole", "NoSuchEntity", `The role with name ${name} cannot be found.`);
        return {
            id: arn,
            arn,
            issuerArn: text(role.outputs, "arn"),
            issuerId: text(role.outputs, "uniqueId"),
            issuerName: name,
            sessionName: session.session ?? "",
        };
    },
};
