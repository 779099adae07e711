import type { DataArchiveFile, DataArchiveFileConfig } from "@cdktf/provider-archive/lib/data-archive-file";
import type { Construct } from "constructs";
import { optionalPeer } from "../../lib/peers";

type Bindings = typeof import("@cdktf/provider-archive/lib/data-archive-file");

/** A `data.archive_file`. Its bindings are an optional peer: no other construct needs the archive provider. */
export function archiveFile(scope: Construct, id: string, config: DataArchiveFileConfig): DataArchiveFile {
  const { DataArchiveFile } = optionalPeer<Bindings>("@cdktf/provider-archive", "FunctionPackage", () =>
    require("@cdktf/provider-archive/lib/data-archive-file"),
  );
  return new DataArchiveFile(scope, id, config);
}
