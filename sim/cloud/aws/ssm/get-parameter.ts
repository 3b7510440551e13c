import { ApiError, type LookupFunction } from "../../contract";
import { text } from "../../props";
import { imageId, imageOfParameter, latestRelease } from "../eks/node-images";

/**
 * `aws:ssm/getParameter:getParameter` for the public parameters of EKS node images. Their values are simulated: the image
 * ids are of a form that EC2 never gives out. Shape of the answer: SSM API reference, GetParameter.
 */
export const getParameter: LookupFunction = {
    token: "aws:ssm/getParameter:getParameter",
    invoke({ account, region }, args) {
        const name = text(args, "name");
        const asked = imageOfParameter(name);
        const release = asked && latestRelease(asked.image, asked.kubernetes);
        if (!asked || release === undefined)
            throw new ApiError(
                "SSM",
                "GetParameter",
                400,
                "ParameterNotFound",
                `${name} is no parameter of the local cloud, which knows those of EKS node images only`,
            );
        const value = asked.fact === "image_id" ? imageId(asked.image, asked.kubernetes, release, region) : release;
        return {
            id: name,
            name,
            arn: `arn:${account.partition}:ssm:${region}::parameter${name}`,
            type: "String",
            value,
            insecureValue: value,
            version: 1,
            withDecryption: args.withDecryption ?? true,
        };
    },
};
