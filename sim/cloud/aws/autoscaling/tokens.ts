export const AUTO_SCALING_GROUP = "aws:autoscaling/group:Group";
export const SCHEDULE = "aws:autoscaling/schedule:Schedule";
