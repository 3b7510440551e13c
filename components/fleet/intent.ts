/**
 * What the nodes are for: it sets defaults, and which rules speak. `training`: one job over all nodes that must not be
 * disturbed; `inference`: replicas that may move; `development`: people who come and go.
 */
export type Intent = "training" | "inference" | "development";
