const { measure } = require("./measure.cjs");

// The SDK modules that the library itself imports.
measure(() => {
    require("@pulumi/pulumi");
    require("@pulumi/aws/ec2");
    require("@pulumi/aws/eks");
    require("@pulumi/aws/iam");
    require("@pulumi/aws/kms");
    require("@pulumi/aws/cloudwatch");
    require("@pulumi/aws/vpc");
    require("@pulumi/kubernetes/apps/v1");
    require("@pulumi/kubernetes");
});
