/**
 * Arguments of a Terraform AWS provider block for the local AWS. Endpoint, region and keys come from
 * {@link LocalAws.environment}: provider 5.100 takes AWS_ENDPOINT_URL for every service.
 */
export const localProviderSettings = {
  /** Bucket names in front of 127.0.0.1 do not resolve. */
  s3_use_path_style: true,
  /** There is no instance metadata to wait for. */
  skip_metadata_api_check: true,
  /** Modules compose ARNs from the account id, so it must be asked for. */
  skip_requesting_account_id: false,
} as const;
