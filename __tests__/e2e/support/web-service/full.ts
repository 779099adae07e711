/** The module with every optional input that can be set together, and what its inputs name. */
import type { ModuleCall } from "../root";
import type { RootOptions } from "../suite";

/** The issuer of the API's tokens, and that of one route. */
export const ISSUERS = { api: "https://issuer.example.com", route: "https://partners.example.com" } as const;
export const AUDIENCE = "e2e";
export const SCOPE = "probe/read";
export const ORIGIN = "https://app.example.com";

export const INDEX = "by_kind";

/** A boundary that bounds nothing: what roles may do is said by the module's own policies. */
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/** The key's policy, as docs of `kms_key_arn` and `logs.kms_key_arn` ask for it. */
const KEY_POLICY = `\${jsonencode({
  Version = "2012-10-17"
  Statement = [
    { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root" } },
    { Effect = "Allow", Action = ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"], Resource = "*", Principal = { Service = "logs.\${data.aws_region.current.id}.amazonaws.com" }, Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:\${data.aws_region.current.id}:\${data.aws_caller_identity.current.account_id}:*" } } },
  ]
})}`;

const OF_ACCOUNT = "${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}";

/**
 * Functions that nobody calls: what Terraform asks for their options is held against AWS's service models. The local AWS runs no Python and
 * no images, and mounts nothing.
 */
const plannedOnly = {
  optioned: {
    filename: "probe.zip",
    layers: ["${aws_lambda_layer_version.fonts.arn}"],
    ephemeral_storage_mb: 1024,
    vpc: { subnet_ids: "${aws_subnet.private[*].id}", security_group_ids: ["${aws_security_group.probe.id}"] },
    file_system: {
      access_point_arn: `arn:aws:elasticfilesystem:${OF_ACCOUNT}:access-point/fsap-0123456789abcdef0`,
      local_mount_path: "/mnt/models",
    },
  },
  snapped: { filename: "probe.zip", runtime: "python3.13", snap_start: true },
  imaged: {
    image_uri:
      "${data.aws_caller_identity.current.account_id}.dkr.ecr.${data.aws_region.current.id}.amazonaws.com/probe:1",
  },
};

/** The call of the module. */
export function fullCall({ name, emulated }: RootOptions): ModuleCall {
  const topicArn = "${aws_sns_topic.probes.arn}";
  return {
    source: "./terraform/web-service",
    name: `${name}-full`,
    functions: {
      probe: {
        filename: "probe.zip",
        source_code_hash: '${filebase64sha256("probe.zip")}',
        handler: "index.handler",
        runtime: "nodejs22.x",
        architecture: "x86_64",
        memory_mb: "${256 * var.revision}",
        timeout_seconds: 10,
        environment: { COLOUR: "full", INDEX_NAME: INDEX, TOPIC_ARN: topicArn },
        // More than any scenario calls at once.
        reserved_concurrency: 50,
        // With an ARN that only the apply knows, as consumers have it.
        policy_statements: `\${jsonencode([{ Effect = "Allow", Action = ["sns:Publish"], Resource = [aws_sns_topic.probes.arn] }])}`,
        ...(emulated && {
          vpc: {
            subnet_ids: "${[for subnet in aws_subnet.private : subnet.id]}",
            security_group_ids: ["${aws_security_group.probe.id}"],
          },
        }),
        table_access: "read_write",
        table_actions: ["GetItem", "PutItem", "Query"],
        provisioned_concurrency: 2,
        warm_up: { schedule: "rate(1 minute)" },
      },
      keys: { filename: "keys.zip", environment: { ADMITS: "own" } },
      ...(emulated && plannedOnly),
      stored: {
        s3: {
          bucket: "${aws_s3_bucket.code.bucket}",
          key: "${aws_s3_object.code.key}",
          object_version: "${aws_s3_object.code.version_id}",
        },
        warm_up: { schedule: "rate(1 minute)" },
      },
    },
    routes: {
      "GET /signed": { function: "probe" },
      "GET /open": { function: "probe", authorization: "NONE" },
      "ANY /every/{id}": { function: "probe", authorization: "JWT" },
      "OPTIONS /every/{id}": { function: "probe", authorization: "NONE" },
      "GET /busy": { function: "probe", authorization: "NONE", throttle: { requests_per_second: 1, burst: 2 } },
      "GET /key": { function: "probe", authorization: "CUSTOM", authorizer: "own" },
      "GET /cached": { function: "probe", authorization: "CUSTOM", authorizer: "elsewhere" },
      "GET /token": { function: "probe", authorization: "JWT" },
      "GET /partner": {
        function: "probe",
        authorization: "JWT",
        jwt: { issuer: ISSUERS.route, audience: [AUDIENCE] },
        scopes: [SCOPE],
      },
    },
    authorizers: {
      own: { function: "keys", identity_sources: ["$request.header.x-api-key"] },
      // With an ARN that only the apply knows, as consumers have it.
      elsewhere: {
        function_arn: "${module.gate.function_arns.keys}",
        identity_sources: ["$request.header.x-api-key", "$context.routeKey"],
        cache_seconds: 60,
      },
    },
    public_api: {
      jwt: { issuer: ISSUERS.api, audience: [AUDIENCE] },
      throttle: { requests_per_second: 400, burst: "${800 * var.revision}" },
      cors: {
        allow_origins: [ORIGIN],
        allow_headers: ["authorization"],
        allow_methods: ["GET"],
        expose_headers: ["etag"],
        max_age_seconds: 60,
        allow_credentials: true,
      },
      // Outside, a domain's certificate would have to be validated.
      ...(emulated && {
        domain: {
          name: "api.example.com",
          certificate_arn: "${aws_acm_certificate.api.arn}",
          zone: { id: "${aws_route53_zone.zone.zone_id}" },
          disable_default_endpoint: false,
        },
      }),
    },
    table: {
      hash_key: "id",
      range_key: "at",
      attribute_types: { at: "N", size: "N" },
      indexes: {
        [INDEX]: { hash_key: "kind", range_key: "size", projection: "INCLUDE", non_key_attributes: ["title"] },
      },
      ttl_attribute: "expires_at",
      stream_view_type: "NEW_AND_OLD_IMAGES",
      deletion_protection: false,
      point_in_time_recovery: false,
    },
    kms_key_arn: "${aws_kms_key.key.arn}",
    alarms: {
      enabled: true,
      action_arns: ["${aws_sns_topic.alarms.arn}"],
      error_rate_percent: 5,
      latency_p99_ms: 1000,
    },
    logs: { level: "DEBUG", retention_days: "${7 * var.revision}", kms_key_arn: "${aws_kms_key.key.arn}" },
    tracing: true,
    permissions_boundary_arn: "${aws_iam_policy.boundary.arn}",
    tags: { Suite: name, Revision: "${var.revision}" },
  };
}

/** What the call's inputs name. */
export function fullResources({ name, emulated }: RootOptions): Record<string, Record<string, object>> {
  return {
    aws_kms_key: { key: { description: name, policy: KEY_POLICY, deletion_window_in_days: 7 } },
    aws_sns_topic: { alarms: { name: `${name}-alarms` }, probes: { name: `${name}-probes` } },
    aws_iam_policy: { boundary: { name: `${name}-boundary`, policy: JSON.stringify(EVERYTHING) } },
    aws_s3_bucket: { code: { bucket: `${name}-code`, force_destroy: true } },
    aws_s3_bucket_versioning: {
      code: { bucket: "${aws_s3_bucket.code.bucket}", versioning_configuration: { status: "Enabled" } },
    },
    aws_s3_object: {
      code: { bucket: "${aws_s3_bucket_versioning.code.bucket}", key: "stored.zip", source: "probe.zip" },
    },
    ...(emulated && {
      aws_route53_zone: { zone: { name: "example.com" } },
      aws_acm_certificate: { api: { domain_name: "api.example.com", validation_method: "DNS" } },
      aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        private: { count: 2, vpc_id: "${aws_vpc.vpc.id}", cidr_block: "10.0.${count.index}.0/24" },
      },
      aws_lambda_layer_version: { fonts: { layer_name: `${name}-fonts`, filename: "probe.zip" } },
      aws_security_group: { probe: { name: `${name}-probe`, vpc_id: "${aws_vpc.vpc.id}" } },
    }),
  };
}
