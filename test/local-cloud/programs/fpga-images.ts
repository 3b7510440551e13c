import * as pulumi from "@pulumi/pulumi";
import { FpgaImageBuilder } from "../../../components/aws/fpga-image-builder/fpga-image-builder";

const principal = new pulumi.Config().get("principal");
const builder = new FpgaImageBuilder("designs", principal === undefined ? {} : { principals: [principal] });

export const bucket = builder.bucketName;
