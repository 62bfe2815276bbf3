/// First inputs for the fuzzers of profiles, networks and measurements made elsewhere: small files of each kind.

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

void write(const std::filesystem::path& folder, const std::string& name, const std::string& text) {
  std::ofstream(folder / name, std::ios::binary) << text;
}

// The first byte is what fuzz_foreign makes of it.
void write_measurements(const std::filesystem::path& folder) {
  const std::string format_csv(1, '\0'), format_benchdnn(1, '\2'), format_google(1, '\4'), conv(1, '\1');
  write(folder, "plain", format_csv + "m,n,k,latency_s\n64,64,64,1.25e-5\n128,64,64,2.3e-5\n");
  write(folder, "semicolons", format_csv + "\xef\xbb\xbfM;N;K;time_ms\r\n64;64;64;0,0125\r\n");
  write(folder, "quotes", format_csv + "\"m\",\"n\",\"k\",\"latency_us\"\r\n\"64\",\"64\",\"64\",\"+12.5\"\r\n");
  write(folder, "banner", format_csv + "# made by x\nm\tn\tk\tns\n1\t2\t3\t4\n");
  write(folder, "conv", conv + "batch,ic,ih,iw,oc,kh,kw,sh,ph,dh,time_us\n1,64,56,56,64,3,3,1,1,0,812\n");
  write(folder, "benchdnn", format_benchdnn + "perf,cpu,brg:avx2,,--matmul ,64x64:64x64,0.01,0.1,52,0.011,48\n");
  write(folder, "google",
        format_google + R"({"context":{},"benchmarks":[{"name":"BM_Gemm/64/64/64","run_name":)"
                        R"("BM_Gemm/64/64/64","run_type":"iteration","iterations":100,)"
                        R"("real_time":12.5,"cpu_time":12.5,"time_unit":"us"}]})");
}

void write_profiles(const std::filesystem::path& folder) {
  write(folder, "profile.json",
        R"({"schema":1,"id":"box","name":"box","settings":[{"id":"a_1t_warm","backend":"a","version":"1","threads":1,)"
        R"("cache":"warm","peaks":{"flops_per_s":{"f32":1e11},"bandwidth_bytes_per_s":1e10}}],"default_setting":)"
        R"("a_1t_warm","tables":[{"operation":"relu","precision":"f32","setting":"a_1t_warm","axes":[{"name":)"
        R"("elements","knots":[1,64,4096]}],"latency_s":[1e-8,2e-8,1e-6],"source":{"name":"x"}}]})");
  write(folder, "datasheet.json",
        R"({"schema":1,"id":"sheet","name":"sheet","theoretical_peaks":{"flops_per_s":{"f32":1e12},)"
        R"("bandwidth_bytes_per_s":1e11,"source":"x"},"settings":[],"tables":[]})");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path folder(argv[1]);
  for (const char* const kind : {"profiles", "measurements"}) std::filesystem::create_directories(folder / kind);
  write_profiles(folder / "profiles");
  write_measurements(folder / "measurements");
  return 0;
}
