/* The search thread as esbuild bundles it for tests. */
import '../../../../src/capture/search/searchMain';
