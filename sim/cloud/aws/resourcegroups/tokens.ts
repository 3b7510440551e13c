export const RESOURCE_GROUP = "aws:resourcegroups/group:Group";
export const RESOURCE_GROUP_RESOURCE = "aws:resourcegroups/resource:Resource";
