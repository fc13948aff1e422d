/* The inspector's worker as esbuild bundles it for tests. */
import '../../../src/inspector/workerMain';
