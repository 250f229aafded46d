#version 300 es
// The soft shadow round the image, so that it rests on the canvas.
precision highp float;

uniform vec4 u_box;      // the image: x, y, width, height in device pixels
uniform float u_reach;   // device pixels the shadow falls off over
uniform float u_darkness;
in vec2 v_at;  // device pixels
out vec4 o_color;

void main() {
  vec2 half_size = u_box.zw * 0.5;
  vec2 from_edge = abs(v_at - u_box.xy - half_size) - half_size;
  float away = length(max(from_edge, 0.0)) / u_reach;
  float fall = clamp(1.0 - away, 0.0, 1.0);
  o_color = vec4(0.0, 0.0, 0.0, u_darkness * fall * fall);
}
