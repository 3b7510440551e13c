import type { Pod, Taint, Toleration } from "../kubernetes/objects";

/**
 * The taints for which a kubelet turns away a pod that is bound to it. Only `NoExecute` counts here: everything else is the
 * scheduler's business (pkg/kubelet/lifecycle/predicate.go, "Kubelet is only interested in the NoExecute taint").
 */
export function turnedAwayBy(taints: readonly Taint[], tolerations: readonly Toleration[]): Taint[] {
    return taints.filter(
        taint => taint.effect === "NoExecute" && !tolerations.some(toleration => tolerates(toleration, taint)),
    );
}

/** k8s.io/api core/v1, Toleration: an empty key with `Exists` matches every taint, an empty effect every effect. */
function tolerates(toleration: Toleration, taint: Taint): boolean {
    if ((toleration.effect ?? "") !== "" && toleration.effect !== taint.effect) {
        return false;
    }
    if (toleration.operator === "Exists") {
        return (toleration.key ?? "") === "" || toleration.key === taint.key;
    }
    return toleration.key === taint.key && (toleration.value ?? "") === (taint.value ?? "");
}

/**
 * What a kubelet says of a pod to which a plugin does not give what it asks for: more than one of a resource of which there
 * is one each (NVIDIA/k8s-device-plugin `internal/rm/rm.go`, ValidateRequest; pkg/kubelet/lifecycle/predicate.go,
 * UnexpectedAdmissionError). Nothing when the pod is admitted.
 */
export function refusedRequest(pod: Pod, oneEach: ReadonlySet<string>): string | undefined {
    const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    const asked = containers.flatMap(({ resources }) => Object.entries(resources?.limits ?? {}));
    const tooMany = asked.find(([resource, amount]) => oneEach.has(resource) && Number(amount) > 1);
    return tooMany === undefined
        ? undefined
        : "Pod was rejected: Allocate failed due to rpc error: code = Unknown desc = invalid request: maximum request size " +
              `for shared resources is 1; found ${tooMany[1]}, which is unexpected`;
}
