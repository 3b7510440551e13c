/**
 * Services that roles of cluster stacks trust. IAM refuses a service principal it does not know, so a name outside this list
 * is refused here too. Source: the "service principal" entries of each service's user guide (read 2026-11-22); the list is
 * wider than EKS needs, so that a neighbour's role in the same stack works.
 */
const services = new Set([
    "application-autoscaling",
    "autoscaling",
    "backup",
    "batch",
    "bedrock",
    "cloudformation",
    "cloudtrail",
    "codebuild",
    "config",
    "delivery.logs",
    "dlm",
    "ec2",
    "ec2fleet",
    "ecs",
    "ecs-tasks",
    "edgelambda",
    "eks",
    "eks-connector",
    "eks-fargate",
    "eks-fargate-pods",
    "eks-nodegroup",
    "elasticfilesystem",
    "elasticloadbalancing",
    "elasticmapreduce",
    "events",
    "export.rds",
    "firehose",
    "fsx",
    "glue",
    "grafana",
    "kinesisanalytics",
    "lambda",
    "logs",
    "monitoring",
    "monitoring.rds",
    "opensearchservice",
    "pods.eks",
    "pipes",
    "quicksight",
    "rds",
    "redshift",
    "s3",
    "sagemaker",
    "scheduler",
    "secretsmanager",
    "sns",
    "spot",
    "spotfleet",
    "sqs",
    "ssm",
    "states",
    "storagegateway",
    "transfer",
    "vpc-flow-logs",
    "vpc-lattice",
    "workspaces",
]);

const suffixes = [".amazonaws.com", ".amazonaws.com.cn"];

export function isServicePrincipal(name: string): boolean {
    const suffix = suffixes.find(each => name.endsWith(each));
    return suffix !== undefined && services.has(name.slice(0, -suffix.length));
}
