/** Every option of a function that all patterns have, but where its code is and how long it runs. */
export const functionOptions = {
  sourceCodeHash: "abc",
  runtime: "python3.13",
  architecture: "x86_64",
  memoryMb: 1024,
  environment: { A_KEY: 'a "quoted" ${value}', B_KEY: "%{ if true }" },
  reservedConcurrency: 20,
  policyStatements: JSON.stringify([{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::code/*"] }]),
  vpc: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
  layers: ["arn:aws:lambda:eu-central-1:123456789012:layer:fonts:3"],
  ephemeralStorageMb: 1024,
  fileSystem: {
    accessPointArn: "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0",
    localMountPath: "/mnt/models",
    readOnly: true,
  },
  codeSigningConfigArn: "arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0123456789abcdefg",
};
