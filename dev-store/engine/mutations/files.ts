/** stagedUploadsCreate, fileCreate/Update/Delete, files. */
import type { ResolverModule } from '../context.ts'

export const files: ResolverModule = {}
