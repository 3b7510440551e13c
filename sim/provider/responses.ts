import * as rpc from "@pulumi/pulumi/proto/provider_pb";

import type { InputProblem } from "../cloud/contract";
import type { DiffAnswer } from "./diff";
import { structOf } from "./status";
import type { Values } from "./value";

export function checkResponse(answer: {
    readonly inputs: Values;
    readonly problems: readonly InputProblem[];
}): rpc.CheckResponse {
    const response = new rpc.CheckResponse();
    response.setInputs(structOf(answer.inputs));
    response.setFailuresList(answer.problems.map(failureOf));
    return response;
}

export function failureOf(problem: InputProblem): rpc.CheckFailure {
    const failure = new rpc.CheckFailure();
    failure.setProperty(problem.property);
    failure.setReason(problem.reason);
    return failure;
}

export function diffResponse(answer: DiffAnswer): rpc.DiffResponse {
    const response = new rpc.DiffResponse();
    const { Kind } = rpc.PropertyDiff;
    const kinds = {
        add: [Kind.ADD, Kind.ADD_REPLACE],
        delete: [Kind.DELETE, Kind.DELETE_REPLACE],
        update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
    } as const;
    response.setHasdetaileddiff(true);
    for (const { path, kind, replaces } of answer.differences) {
        const property = new rpc.PropertyDiff();
        property.setKind(kinds[kind][replaces ? 1 : 0]);
        property.setInputdiff(true);
        response.getDetaileddiffMap().set(path, property);
    }
    const topLevel = (each: { readonly path: string }) => /^[\w-]+/.exec(each.path)?.[0] ?? each.path;
    response.setDiffsList([...new Set(answer.differences.map(topLevel))]);
    response.setReplacesList([...new Set(answer.differences.filter(each => each.replaces).map(topLevel))]);
    response.setDeletebeforereplace(answer.deleteBeforeReplace);
    const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    response.setChanges(answer.differences.length > 0 ? DIFF_SOME : DIFF_NONE);
    return response;
}
