#include "oracle/ort_decoder.h"

// How Debian builds libonnx: the header picks the generated file by it.
#define ONNX_ML 1
#include <onnx/onnx_pb.h>
#include <onnxruntime_cxx_api.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "geom/model_transform.h"
#include "mask/bitmap.h"

namespace maskpoint::oracle {

struct OrtDecoder::Session {
  Ort::Env env{ORT_LOGGING_LEVEL_ERROR, "oracle"};
  Ort::Session session{nullptr};
  std::string all_masks;   // (1, 4, 65536)
  std::string all_scores;  // (1, 4)
};

namespace {

void add_output(onnx::GraphProto& graph, const std::string& tensor) {
  onnx::ValueInfoProto* output = graph.add_output();
  output->set_name(tensor);
  output->mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
}

}  // namespace

mask::Rle mask_of(const OrtAnswer& answer, geom::ImageSize size) {
  mask::Bitmap bitmap(size);
  for (std::size_t i = 0; i < answer.full_size.size(); ++i)
    bitmap.pixels[i] = answer.full_size[i] > 0 ? 1 : 0;
  return mask::encode(bitmap);
}

OrtDecoder::OrtDecoder(const std::filesystem::path& onnx_path)
    : session_(std::make_unique<Session>()) {
  onnx::ModelProto model;
  std::ifstream file(onnx_path, std::ios::binary);
  if (!file || !model.ParseFromIstream(&file)) {
    std::cerr << "Cannot read " << onnx_path << "; run scripts/setup.sh.\n";
    std::exit(1);
  }
  // mask_decoder.py: masks = (hyper_in @ upscaled…), the last product outside the transformer;
  // iou_pred is the head's last layer.
  for (const onnx::NodeProto& node : model.graph().node()) {
    if (node.op_type() == "MatMul" && node.name().find("transformer") == std::string::npos)
      session_->all_masks = node.output(0);
    if (node.op_type() == "Gemm" && node.name().find("iou_prediction_head") != std::string::npos)
      session_->all_scores = node.output(0);
  }
  add_output(*model.mutable_graph(), session_->all_masks);
  add_output(*model.mutable_graph(), session_->all_scores);
  const std::string bytes = model.SerializeAsString();
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(2);
  session_->session = Ort::Session(session_->env, bytes.data(), bytes.size(), options);
}

OrtDecoder::~OrtDecoder() = default;

OrtAnswer OrtDecoder::decode(const std::vector<float>& embedding, geom::ImageSize image,
                             const sam::Prompt& prompt) {
  // The notebook's preparation of onnx inputs: ResizeLongestSide.apply_coords, then a padding point
  // without a box or the box's corners as points with labels 2 and 3.
  const geom::ImageSize resized = geom::ModelTransform(image).resized();
  std::vector<float> coords, labels;
  const auto put = [&](double x, double y, float label) {
    coords.push_back(float(x * (double(resized.width) / image.width)));
    coords.push_back(float(y * (double(resized.height) / image.height)));
    labels.push_back(label);
  };
  for (const sam::PromptPoint& point : prompt.points)
    put(point.at.x, point.at.y, float(int(point.label)));
  if (prompt.box) {
    put(prompt.box->x0, prompt.box->y0, 2);
    put(prompt.box->x1, prompt.box->y1, 3);
  } else {
    put(0, 0, -1);
  }
  std::vector<float> mask(sam::kLogitCount, 0.0f);
  if (prompt.prior) mask = *prompt.prior;
  float has_mask = prompt.prior ? 1.0f : 0.0f;
  float size[2] = {float(image.height), float(image.width)};

  const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  const auto tensor = [&](float* data, std::size_t count, std::vector<std::int64_t> shape) {
    return Ort::Value::CreateTensor<float>(memory, data, count, shape.data(), shape.size());
  };
  const std::int64_t points = std::int64_t(labels.size());
  Ort::Value inputs[] = {
      tensor(const_cast<float*>(embedding.data()), embedding.size(), {1, 256, 64, 64}),
      tensor(coords.data(), coords.size(), {1, points, 2}),
      tensor(labels.data(), labels.size(), {1, points}),
      tensor(mask.data(), mask.size(), {1, 1, 256, 256}),
      tensor(&has_mask, 1, {1}),
      tensor(size, 2, {2})};
  const char* input_names[] = {"image_embeddings", "point_coords",   "point_labels",
                               "mask_input",       "has_mask_input", "orig_im_size"};
  const char* output_names[] = {session_->all_masks.c_str(), session_->all_scores.c_str(),
                                "low_res_masks", "iou_predictions", "masks"};
  std::vector<Ort::Value> outputs =
      session_->session.Run(Ort::RunOptions{nullptr}, input_names, inputs, 6, output_names, 5);
  const auto values = [&](int i) {
    const float* data = outputs[i].GetTensorData<float>();
    return std::vector<float>(data,
                              data + outputs[i].GetTensorTypeAndShapeInfo().GetElementCount());
  };
  OrtAnswer answer;
  answer.logits = values(0);
  const std::vector<float> scores = values(1);
  std::copy(scores.begin(), scores.end(), answer.scores.begin());
  answer.selected = values(2);
  answer.selected_score = values(3)[0];
  answer.full_size = values(4);
  return answer;
}

}  // namespace maskpoint::oracle
