import { ApiError, type LookupFunction } from "../../contract";
import { optionalText, text } from "../../props";
import { quotaDefaults } from "../../quota-defaults";

/**
 * `aws:servicequotas/getServiceQuota:getServiceQuota`: a quota of this account by its code or name, with the value a new
 * account has beside it. Source: terraform-provider-aws `internal/service/servicequotas/service_quota_data_source.go`.
 */
export const getServiceQuota: LookupFunction = {
    token: "aws:servicequotas/getServiceQuota:getServiceQuota",
    invoke({ account, region }, args) {
        const serviceCode = text(args, "serviceCode");
        const code = optionalText(args, "quotaCode");
        const name = optionalText(args, "quotaName");
        const quota = quotaDefaults().find(
            each =>
                each.serviceCode === serviceCode && (code === undefined ? each.name === name : each.quotaCode === code),
        );
        if (!quota)
            throw new ApiError(
                "Service Quotas",
                "GetServiceQuota",
                400,
                "NoSuchResourceException",
                `the local cloud knows no service quota (${serviceCode}/${code ?? name ?? ""})`,
            );
        const arn = `arn:${account.partition}:servicequotas:${region}:${account.accountId}:${serviceCode}/${quota.quotaCode}`;
        return {
            id: arn,
            arn,
            adjustable: true,
            defaultValue: quota.value,
            globalQuota: false,
            quotaCode: quota.quotaCode,
            quotaName: quota.name,
            serviceCode,
            serviceName: serviceNames[serviceCode] ?? serviceCode,
            usageMetrics: [],
            value: account.quota(serviceCode, quota.quotaCode, region),
        };
    },
};

const serviceNames: Readonly<Record<string, string>> = {
    ec2: "Amazon Elastic Compute Cloud (Amazon EC2)",
    eks: "Amazon Elastic Kubernetes Service (Amazon EKS)",
    vpc: "Amazon Virtual Private Cloud (Amazon VPC)",
};
