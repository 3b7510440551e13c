import type { Taint, Toleration } from "../kubernetes/objects";

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
